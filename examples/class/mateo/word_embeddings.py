import numpy as np


def num(a):
  a = np.asarray(a)
  if a.dtype.kind in 'iub': a = a.astype(float)
  return a


def idx(ids, n, what):
  ids = np.asarray(ids)
  if ids.size == 0: return ids.astype(int)
  if ids.min() < 0 or ids.max() >= n:
    raise ValueError('%s: ids %s out of range for %d words' % (what, ids.shape, n))
  return ids


def vocabulary(tokens, min_count=1):
  tokens = tokens if isinstance(tokens, list) else list(tokens)
  tokens.sort()   # iguales quedan juntos
  words = []; counts = []
  for w in tokens:
    if words and words[-1] == w: counts[-1] += 1
    else: words.append(w); counts.append(1)
  order = np.argsort([-c for c in counts], kind='stable')
  words = [words[j] for j in order if counts[j] >= min_count]
  return words, dict(zip(words, range(len(words))))


def one_hot(ids, size):
  ids = idx(ids, size, 'one_hot')
  out = np.zeros(ids.shape + (size,))
  np.put_along_axis(out, ids[..., None], 1, axis=-1)
  return out


def embed(ids, E):
  E = num(E)
  ids = idx(ids, len(E), 'embed %s' % (E.shape,))
  return E[ids, :]


def embed_backward(d_out, ids, size):
  d_out = num(d_out); ids = idx(ids, size, 'embed_backward')
  if d_out.shape[:-1] != ids.shape: raise ValueError('d_out %s, ids %s' % (d_out.shape, ids.shape))
  dE = np.zeros((size, d_out.shape[-1]))
  for g, j in zip(d_out.reshape(-1, d_out.shape[-1]), ids.reshape(-1)):
    dE[j] += g
  return dE


def context_pairs(ids, window):
  ids = np.asarray(ids); out = []
  for i, a in enumerate(ids):
    for b in ids[max(i - window, 0):i]: out.append((a, b))
    for b in ids[i + 1:i + 1 + window]: out.append((a, b))
  return np.array(out, dtype=int).reshape(len(out), 2)


def cooccurrence(ids, size, window):
  ids = idx(ids, size, 'cooccurrence')
  M = np.zeros((size, size))
  for s in range(1, window + 1):
    for a, b in zip(ids, ids[s:]):
      M[a, b] += 1
      M[b, a] += 1
  return M


def ppmi(counts):
  P = num(counts)
  if P.sum() == 0: return P
  P /= P.sum()
  r = P.sum(1, keepdims=True) * P.sum(0, keepdims=True)
  r[r == 0] = 1
  P /= r
  P[P < 1] = 1
  np.log(P, out=P)
  return P


def svd_embedding(M, k):
  M = num(M)
  if k < 1 or k > min(M.shape): raise ValueError('k=%d, M %s' % (k, M.shape))
  U, S, Vt = np.linalg.svd(M, full_matrices=False)
  U = U[:, :k]
  U *= S[:k]
  return U


def cosine_similarity(a, B):
  a = num(a); B = num(B)
  if a.shape[-1] != B.shape[-1]: raise ValueError('a %s, B %s' % (a.shape, B.shape))
  na = np.linalg.norm(a); nb = np.linalg.norm(B, axis=-1, keepdims=True)
  if na > 0: a /= na
  nb[nb == 0] = 1
  B /= nb
  return B @ a


def nearest(word_id, E, k):
  E = num(E)
  s = cosine_similarity(E[word_id].copy(), E)
  s[word_id] = -np.inf
  return np.argsort(-s, kind='stable')[:min(k, len(E) - 1)]


def analogy(a, b, c, E, k):
  E = num(E)
  v = E[b] - E[a]
  v += E[c]
  s = cosine_similarity(v, E)
  for j in (a, b, c): s[j] = -np.inf
  return np.argsort(-s, kind='stable')[:min(k, len(E) - len({int(a), int(b), int(c)}))]


def ce(p, y):
  '''p: scores -> loss, y p queda como el gradiente (softmax - onehot)'''
  p -= p.max()
  loss = np.log(np.exp(p).sum()) - p[y]
  np.exp(p, out=p)
  p /= p.sum()
  p[y] -= 1
  return float(loss)


def skipgram_softmax(centre, context, E, U):
  E = num(E); U = num(U)
  p = U @ E[centre]
  loss = ce(p, context)
  dE = np.zeros(E.shape)
  dE[centre] = p @ U
  return loss, dE, np.outer(p, E[centre])


def skipgram_negative(centre, context, negatives, E, U):
  E = num(E); U = num(U); v = E[centre]
  dE = np.zeros(E.shape); dU = np.zeros(U.shape); loss = 0.
  for j, y in [(context, 1)] + [(n, 0) for n in negatives]:
    s = U[j] @ v
    loss += np.logaddexp(0, -s if y else s)
    e = (1 + np.tanh(s/2))/2 - y
    dE[centre] += e*U[j]
    dU[j] += e*v
  return float(loss), dE, dU


def cbow(context_ids, target, E, U):
  E = num(E); U = num(U); m = len(context_ids)
  v = np.zeros(E.shape[1])
  for j in context_ids: v += E[j]
  v /= m
  p = U @ v
  loss = ce(p, target)
  dv = p @ U
  dv /= m
  dE = np.zeros(E.shape)
  for j in context_ids: dE[j] += dv
  return loss, dE, np.outer(p, v)


def train_skipgram(pairs, negatives, E0, U0, learning_rate, epochs):
  E = num(E0); U = num(U0)
  for _ in range(epochs):
    for (a, b), n in zip(pairs, negatives):
      _, dE, dU = skipgram_negative(a, b, n, E, U)
      dE *= learning_rate; dU *= learning_rate
      E -= dE; U -= dU
  return E, U


def negative_sampling_property(f):
  rng = np.random.default_rng(0)
  for V, D, neg in [(4, 3, [1, 1, 0]), (6, 2, [5, 2, 5, 5]), (3, 1, [0, 0])]:
    E = rng.standard_normal((V, D)); U = rng.standard_normal((V, D))
    i, o = 0, V - 1
    loss, dE, dU = f(i, o, np.array(neg), E, U)
    dE = np.asarray(dE); dU = np.asarray(dU)
    if dE.shape != E.shape or dU.shape != U.shape: return False
    # con v = 0 cada termino vale log 2
    E0 = E.copy(); E0[i] = 0
    if not np.isclose(f(i, o, np.array(neg), E0, U)[0], (len(neg) + 1)*np.log(2)): return False
    # perdida
    s = U @ E[i]
    if not np.isclose(loss, np.log1p(np.exp(-s[o])) + np.log1p(np.exp(s[neg])).sum()): return False
    # gradientes numericos de la propia perdida
    for A, G in ((E, dE), (U, dU)):
      for k in np.ndindex(*A.shape):
        old = A[k]
        A[k] = old + 1e-5; p = f(i, o, np.array(neg), E, U)[0]
        A[k] = old - 1e-5; m = f(i, o, np.array(neg), E, U)[0]
        A[k] = old
        if abs((p - m)/2e-5 - G[k]) > 1e-6: return False
  return True
