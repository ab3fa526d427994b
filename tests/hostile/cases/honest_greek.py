"""Is honest, and names things in Greek: confinement must not cost it a point."""

# row: own
# score: full


def double(ξ):
    Δ = ξ + ξ
    return Δ
