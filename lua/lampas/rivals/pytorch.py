"""PyTorch's end of the protocol of lampas.rivals.process: the same layers on the same tensors, timed by its own clock."""
import json
import os
import sys
import time

import numpy
import torch
from torch.nn import functional as F

LOOK, LONGEST = 0.001, 0.1  # seconds between looks at threads that may still spin, and until they are left to it
TYPES = {'float': numpy.float32, 'double': numpy.float64}


def convolution(f, p, x, _):
    return F.conv2d(x, p['weight'].view(f['nOutputPlane'], f['nInputPlane'], f['kH'], f['kW']), p.get('bias'),
                    (f['dH'], f['dW']), (f['padH'], f['padW']))


def pooling(f, p, x, _):
    return F.max_pool2d(x, (f['kH'], f['kW']), (f['dH'], f['dW']), (f['padH'], f['padW']), ceil_mode=f['ceil_mode'])


def normalization(f, p, x, _):
    return F.batch_norm(x, p['running_mean'], p['running_var'], p.get('weight'), p.get('bias'), True, f['momentum'], f['eps'])


def likelihood(f, p, x, t):
    return F.nll_loss(x, t.long() - 1, p.get('weights'), reduction='mean' if f['sizeAverage'] else 'sum')


def dimension(x):
    return 0 if x.dim() in (1, 3) else 1


# What each class computes, from its fields, parameters, input and target.
LAYERS = {
    'SpatialConvolution': convolution,
    'Linear': lambda f, p, x, _: F.linear(x, p['weight'], p.get('bias')),
    'SpatialMaxPooling': pooling,
    'ReLU': lambda f, p, x, _: F.relu(x, f.get('inplace', False)),
    'Tanh': lambda f, p, x, _: torch.tanh(x),
    'Sigmoid': lambda f, p, x, _: torch.sigmoid(x),
    'SoftMax': lambda f, p, x, _: F.softmax(x, dimension(x)),
    'LogSoftMax': lambda f, p, x, _: F.log_softmax(x, dimension(x)),
    'Dropout': lambda f, p, x, _: F.dropout(x, f['p'], True, f.get('inplace', False)),
    'BatchNormalization': normalization,
    'SpatialBatchNormalization': normalization,
    'ClassNLLCriterion': likelihood,
    'BCECriterion': lambda f, p, x, t: F.binary_cross_entropy(x, t, p.get('weights'),
                                                              reduction='mean' if f['sizeAverage'] else 'sum'),
    'MSECriterion': lambda f, p, x, t: F.mse_loss(x, t, reduction='mean' if f['sizeAverage'] else 'sum'),
}
RANDOM = {'Dropout'}
GRADIENTS = {'weight': 'gradWeight', 'bias': 'gradBias'}


def read(described, element):
    values = numpy.fromfile(described['file'], TYPES[element]).reshape(described['size'])
    return torch.from_numpy(values)


def write(tensor, path):
    array = tensor.detach().contiguous().numpy()
    array.tofile(path)
    return {'size': list(array.shape) or [1], 'file': path}


def settle():
    """Waits until no thread of this process spins: until it takes hardly any processor time."""
    last = time.perf_counter() + LONGEST
    while time.perf_counter() < last:
        before = time.process_time()
        time.sleep(LOOK)
        if time.process_time() - before < LOOK / 4:
            break


class Case:
    """One layer and method, ready to be called."""

    def __init__(self, request):
        element, self.name, self.method = request['type'], request['class'], request['method']
        torch.set_num_threads(request['threads'])
        self.folder = os.path.dirname(request['input']['file'])
        layer, fields = LAYERS[self.name], request['fields']
        parameters = {name: read(t, element) for name, t in request['parameters'].items()}
        x = read(request['input'], element)
        target = read(request['target'], element) if 'target' in request else None
        if self.method == 'forward':
            def call():
                with torch.no_grad():
                    return {'output': layer(fields, parameters, x, target)}
        else:
            wanted = {'gradInput': x.requires_grad_()}
            for name, gradient in GRADIENTS.items():
                if name in parameters:
                    wanted[gradient] = parameters[name].requires_grad_()
            y = layer(dict(fields, inplace=False), parameters, x, target)
            given = read(request['gradOutput'], element) if 'gradOutput' in request else None

            def call():
                return dict(zip(wanted, torch.autograd.grad(y, list(wanted.values()), given, retain_graph=True)))
        self.call = call

    def results(self):
        if self.name in RANDOM:
            return {}
        return {name: write(t, os.path.join(self.folder, '0' + name)) for name, t in self.call().items() if t.dim() > 0}

    def time(self, untimed, calls):
        for _ in range(untimed):
            self.call()
        start = time.perf_counter()
        for _ in range(calls):
            self.call()
        seconds = time.perf_counter() - start
        settle()
        return seconds


def answer(request, case):
    what = request['do']
    if what == 'hello':
        return {'version': torch.__version__}, case
    if what == 'prepare':
        if request['class'] not in LAYERS or request['fields'].get('inplace'):
            return {'ok': False}, None
        return {'ok': True}, Case(request)
    if what == 'results':
        return {'results': case.results()}, case
    return {'seconds': case.time(request['untimed'], request['calls'])}, case


def main():
    case = None
    for line in sys.stdin:
        request = json.loads(line)
        if request['do'] == 'quit':
            break
        try:
            reply, case = answer(request, case)
        except Exception as problem:  # whatever it is, the other end has to hear of it
            reply = {'error': '%s: %s' % (type(problem).__name__, problem)}
        print(json.dumps(reply), flush=True)


main()
