import numpy as np


def num(a):
  a = np.asarray(a)
  if a.dtype.kind in 'iub': a = a.astype(float)
  return a


# funciones de activacion: cada una pisa su argumento
def sigmoid(z):
  z *= .5; np.tanh(z, out=z); z += 1; z *= .5
  return z


def act(z, name):
  if name == 'sigmoid': return sigmoid(z)
  if name == 'tanh': return np.tanh(z, out=z)
  if name == 'relu':
    z[z < 0] = 0
    return z
  if name == 'identity': return z
  raise ValueError('activation? %r' % name)


def act_prime(z, name):
  if name == 'sigmoid': return sigmoid_prime(z)
  if name == 'relu': return relu_prime(z)
  if name == 'tanh':
    np.tanh(z, out=z); z **= 2; z *= -1; z += 1
    return z
  if name == 'identity':
    z[...] = 1
    return z
  raise ValueError('activation? %r' % name)


def sigmoid_prime(z):
  z = sigmoid(num(z))
  z *= 1 - z
  return z


def relu_prime(z):
  z = num(z)
  on = z > 0
  z[on] = 1
  z[~on] = 0
  return z


def squared_error(a, y):
  a = num(a)
  a -= num(y)
  return float(np.sum(a*a)/2)


def squared_error_prime(a, y):
  a = num(a)
  a -= num(y)
  return a


def forward_pass(x, weights, biases, activations):
  zs = []; outputs = [num(x)]
  for w, b, name in zip(weights, biases, activations):
    w = num(w)
    if outputs[-1].shape[-1] != w.shape[-1]:
      raise ValueError('a %s and w %s' % (outputs[-1].shape, w.shape))
    z = outputs[-1] @ w.T
    z += num(b)
    zs.append(z)
    outputs.append(act(z.copy(), name))
  return zs, outputs


def output_error(zL, aL, y, activation):
  aL = num(aL)
  aL -= num(y)
  aL *= act_prime(num(zL), activation)
  return aL


def layer_error(delta_next, w_next, z, activation):
  z = act_prime(num(z), activation)
  z *= num(delta_next) @ num(w_next)
  return z


def gradients(x, y, weights, biases, activations):
  x = num(x); y = num(y)
  if x.ndim == 1: x = x[None]; y = y[None]
  zs, outputs = forward_pass(x, weights, biases, activations)
  delta = output_error(zs[-1], outputs[-1], y, activations[-1])
  delta /= len(x)
  dw = []; db = []
  for l in range(len(weights) - 1, -1, -1):
    dw.append(delta.T @ outputs[l]); db.append(delta.sum(0))
    if l: delta = layer_error(delta, weights[l], zs[l-1], activations[l-1])
  dw.reverse(); db.reverse()
  return dw, db


def numerical_gradient(f, x, h=1e-5):
  x = np.asarray(x, dtype=float)   # con float32 el paso h se pierde
  g = np.zeros(x.shape)
  for k in np.ndindex(*x.shape):
    x[k] += h
    fp = f(x)
    x[k] -= 2*h
    fm = f(x)
    x[k] += h   # dejar como estaba
    g[k] = (fp - fm)/(2*h)
  return g


def relative_error(a, b):
  a = num(a); b = num(b)
  s = np.abs(a) + np.abs(b)
  s += s == 0   # 0/0 -> 0/1
  a -= b
  a /= s
  return float(np.abs(a).max())


def sgd_step(weights, biases, dw, db, learning_rate):
  for l in range(len(weights)):
    weights[l] = num(weights[l]); biases[l] = num(biases[l])
    weights[l] -= learning_rate*num(dw[l])
    biases[l] -= learning_rate*num(db[l])
  return weights, biases


def sgd_epoch(x, y, weights, biases, activations, learning_rate, batch_size):
  for k in range(0, len(x), batch_size):
    dw, db = gradients(x[k:k+batch_size], y[k:k+batch_size], weights, biases, activations)
    weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
  return weights, biases


def train(x, y, weights, biases, activations, learning_rate, epochs):
  x = np.atleast_2d(num(x)); y = np.atleast_2d(num(y))
  losses = np.zeros(epochs)
  for e in range(epochs):
    dw, db = gradients(x, y, weights, biases, activations)
    weights, biases = sgd_step(weights, biases, dw, db, learning_rate)
    losses[e] = squared_error(forward_pass(x, weights, biases, activations)[1][-1], y)/len(x)
  return losses, weights, biases


def tiny_network(x, t, w1, w2, b):
  x, w1, w2, b = float(x), float(w1), float(w2), float(b)
  r = {}
  r['z1'] = z1 = w1*x
  r['a1'] = a1 = max(0., z1)
  r['z2'] = z2 = w2*a1 + b
  r['y'] = y = float(sigmoid(np.array(z2)))
  r['C'] = (y - t)**2/2
  r['dC_db'] = d = (y - t)*y*(1 - y)
  r['dC_dw2'] = d*a1
  r['dC_dw1'] = d*w2*x*(z1 > 0)
  return r
