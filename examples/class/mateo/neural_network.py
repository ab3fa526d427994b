import numpy as np

tiny = np.finfo(float).tiny


def num(a):
  a = np.asarray(a)
  if a.dtype.kind in 'iub': a = a.astype(float)
  return a


def relu(z):
  z = num(z)
  z[z < 0] = 0
  return z


def softmax(z, beta=1.0):
  z = num(z)
  z -= z.max(-1, keepdims=True)
  z *= beta
  np.exp(z, out=z)
  z /= z.sum(-1, keepdims=True)
  return z


def affine(x, W):
  x = num(x); W = num(W)
  if x.ndim < 1 or W.ndim != 2 or W.shape[1] - 1 != x.shape[-1]:
    raise ValueError('shapes %s and %s do not match' % (x.shape, W.shape))
  z = x @ W[:, :-1].T
  z += W[:, -1]
  return z


def hidden_layer(x, W):
  return relu(affine(x, W))


def output_from_hidden(f_z, V):
  return softmax(relu(affine(f_z, V)))


def forward(x, W, V):
  return output_from_hidden(hidden_layer(x, W), V)


def activation_pattern(x, W):
  return affine(x, W) > 0


def predict(x, W, V):
  u = hidden_layer(hidden_layer(x, W), V)
  return np.where(u[..., 1] > u[..., 0], 1, 0)


def boundary_distance(x, W):
  W = num(W)
  if W.ndim != 2 or np.shape(x)[-1] + 1 != W.shape[1]:
    raise ValueError('shapes %s and %s do not match' % (np.shape(x), W.shape))
  norm = np.sqrt(np.sum(W[:, :-1]**2, axis=1, keepdims=True))
  if np.any(norm == 0): raise ValueError('unit with zero weights, W has shape %s' % (W.shape,))
  # con filas de norma 1, z ya es la distancia
  W /= norm
  return affine(x, W)


def min_inverse_temperature(u, max_error):
  u = num(u)
  if u[0] == u[1]: raise ValueError('equal logits')
  if max_error <= 0 or max_error >= .5: raise ValueError('max_error %g' % max_error)
  u -= u.min()
  return float(np.log(1/max_error - 1) / u.max())


def cross_entropy(o, y):
  o = np.asarray(o, dtype=float); y = np.asarray(y)
  K = o.shape[-1]
  if o.shape[:-1] != y.shape: raise ValueError('o %s, y %s' % (o.shape, y.shape))
  if np.any(y < 0) or np.any(y >= K): raise ValueError('labels must be in [0, %d)' % K)
  np.clip(o, tiny, None, out=o)
  np.log(o, out=o)
  L = o.reshape(-1, K)[np.arange(y.size), y.reshape(-1)]
  return -float(L.mean())


def softmax_property(f):
  z = np.array([[2., -1., 0., .5], [1., 1., 3., -2.]])
  for b in (0., .3, 1., 4.):
    for s in (0., 5., 1000., -1000.):
      p = np.array(f(z + s, b))
      if p.shape != (2, 4): return False
      if not np.allclose(p.sum(1), 1): return False
      for r in range(2):
        q = np.exp(b*z[r]); q /= q.sum()
        if not np.allclose(p[r], q): return False
  # filas muy distintas
  p = np.array(f(np.array([[1000., 999.], [-1000., -1001.], [3., 2.]]), 1.))
  return p.shape == (3, 2) and np.allclose(p[:, 0], np.e/(1 + np.e))
