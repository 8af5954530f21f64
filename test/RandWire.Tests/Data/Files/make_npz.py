"""Writes the .npz files beside this one with NumPy: images [n, y, x, c] = (first + n)*7 + y*31 + x*3 + c*101 mod 256, labels 0, 2, 10 in turn."""
import numpy as np


def images(first, count, channels):
    i, y, x, c = np.ogrid[0:count, 0:4, 0:5, 0:channels]
    return (((first + i) * 7 + y * 31 + x * 3 + c * 101) % 256).astype(np.uint8)


def labels(count):
    return np.array([[0, 2, 10][i % 3] for i in range(count)])


def planar(array):
    return np.ascontiguousarray(array.transpose(0, 3, 1, 2))


def column(count):
    return labels(count).reshape(-1, 1).astype(np.uint8)


sets = {'train': (0, 9), 'val': (50, 3), 'test': (100, 3)}
np.savez_compressed('numpy-medmnist.npz', **{f'{k}_images': images(*v, 3) for k, v in sets.items()}, **{f'{k}_labels': column(v[1]) for k, v in sets.items()})
np.savez('numpy-keras.npz', x_train=images(0, 9, 1)[..., 0], y_train=labels(9).astype(np.int64), x_test=images(100, 3, 1)[..., 0], y_test=labels(3).astype('>i4'))
np.savez('numpy-channels-first.npz', **{f'{k}_images': planar(images(*v, 3)) for k, v in sets.items()}, **{f'{k}_labels': labels(v[1]).astype(np.int16) for k, v in sets.items()})
np.savez_compressed('numpy-fortran.npz', **{f'{k}_images': np.asfortranarray(images(*v, 3)) for k, v in sets.items()}, **{f'{k}_labels': labels(v[1]) for k, v in sets.items()})
