if LEAKED:
    raise RuntimeError(" ".join(LEAKED))
