import numpy as np

names = 'fioc'


def num(a):
  a = np.asarray(a)
  if a.dtype.kind in 'iub': a = a.astype(float)
  return a


def sigmoid(x):
  x = num(x)
  x *= .5
  np.tanh(x, out=x)
  x += 1
  x *= .5
  return x


def lin(k, x, h, p):
  W = num(p['W' + k]); U = num(p['U' + k])
  for v, M, n in ((x, W, 'x vs W'), (h, U, 'h vs U')):
    if v.ndim < 1 or v.shape[-1] != M.shape[1]:
      raise ValueError('%s%s: %s %s' % (n, k, v.shape, M.shape))
  z = x @ W.T
  z += h @ U.T
  z += num(p['b' + k])
  return z


def gates(x, h, params):
  x = num(x); h = num(h)
  f, i, o = (sigmoid(lin(k, x, h, params)) for k in 'fio')
  g = lin('c', x, h, params)
  np.tanh(g, out=g)
  return f, i, o, g


def lstm_step(x, h, c, params):
  f, i, o, g = gates(x, h, params)
  c = num(c)
  if c.shape != f.shape: raise ValueError('c %s vs gates %s' % (c.shape, f.shape))
  c *= f
  g *= i
  c += g
  o *= np.tanh(c)
  return o, c


def lstm_sequence(xs, h0, c0, params):
  xs = num(xs); h = num(h0); c = num(c0)
  hs = np.zeros((len(xs),) + h.shape)
  cs = np.zeros((len(xs),) + c.shape)
  for t in range(len(xs)):
    h, c = lstm_step(xs[t], h, c, params)
    hs[t] = h; cs[t] = c
  return hs, cs


def scalar_params():
  p = {}
  for k, (w, u, b) in zip(names, [(0, 0, -100), (100, 0, 100), (100, 0, 0), (50, -100, 0)]):
    p['W' + k] = np.array([[w]], float)
    p['U' + k] = np.array([[u]], float)
    p['b' + k] = np.array([b], float)
  return p


def rounded_states(xs, params):
  xs = num(xs)
  h = np.zeros(1); c = np.zeros(1)
  for t in range(len(xs)):
    h, c = lstm_step(xs[t:t+1], h, c, params)
    h = np.rint(h) + 0.  # rint(.5) = 0, bien
    xs[t] = h[0]         # xs[t] ya no se usa
  return xs


def lstm_step_backward(dh, dc, x, h, c, params):
  dh = num(dh); dc = num(dc); x = num(x); h = num(h); c = num(c)
  f, i, o, g = gates(x, h, params)
  tc = np.tanh(f*c + i*g)
  dc += dh*o*(1 - tc**2)
  dh *= tc
  dz = {'f': dc*c*f*(1-f), 'i': dc*g*i*(1-i), 'o': dh*o*(1-o), 'c': dc*i*(1-g**2)}
  dx = np.zeros(x.shape); dhp = np.zeros(h.shape); grad = {}
  for k in names:
    d = dz[k]
    dx += d @ num(params['W' + k])
    dhp += d @ num(params['U' + k])
    d = d.reshape(-1, d.shape[-1])
    grad['W' + k] = d.T @ x.reshape(len(d), -1)
    grad['U' + k] = d.T @ h.reshape(len(d), -1)
    grad['b' + k] = d.sum(0)
  dc *= f
  return dx, dhp, dc, grad


def lstm_backward(dhs, xs, h0, c0, params):
  dhs = num(dhs); xs = num(xs); h0 = num(h0); c0 = num(c0)
  # c0.copy() porque lstm_sequence cambia c0 y abajo hace falta otra vez (2 horas para verlo)
  hs, cs = lstm_sequence(xs, h0, c0.copy(), params)
  dxs = np.zeros(xs.shape)
  dh = np.zeros(h0.shape); dc = np.zeros(c0.shape)
  total = {}
  for t in range(len(xs) - 1, -1, -1):
    dhs[t] += dh
    hp, cp = (hs[t-1], cs[t-1]) if t > 0 else (h0, c0)
    dxs[t], dh, dc, g = lstm_step_backward(dhs[t], dc, xs[t], hp, cp, params)
    for k in g:
      if k in total: total[k] += g[k]
      else: total[k] = g[k]
  if not total: total = {k: np.zeros(np.shape(params[k])) for k in params}
  return dxs, dh, dc, total


def parameter_count(input_size, hidden_size):
  if input_size < 1 or hidden_size < 1: raise ValueError('sizes %d %d' % (input_size, hidden_size))
  return 4*(hidden_size*(input_size + hidden_size) + hidden_size)
