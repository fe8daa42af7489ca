"""Train perceptrons on features: standardised, shaken by the noise the pose model itself shows, by body."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.tilt.trained import Array, Layer, Perceptron


@dataclass(frozen=True)
class Settings:
    """How a member of the ensemble is trained.

    Attributes:
        hidden: width of each hidden layer.
        epochs, batch: how long, and how many samples a step.
        rate: the peak learning rate of a one-cycle schedule.
        decay: weight decay of the layers.
        ridge: how many samples' worth of pull to zero the straight line's slopes feel.
        straight: the straight line's share of the answer, the layers' is the rest.
        dropout: share of hidden values left out while training.
        jitter: standard deviation of independent noise on standardised features.
        shake: how much of the difference between two looks at one picture is added to another picture.
        huber_deg: errors beyond this count linearly, degrees.
        clip: standardised features are held within plus and minus this.
    """

    hidden: tuple[int, ...] = (96, 48)
    epochs: int = 40
    batch: int = 256
    rate: float = 4e-3
    decay: float = 0.1
    ridge: float = 1000.0
    straight: float = 0.5
    dropout: float = 0.3
    jitter: float = 0.05
    shake: float = 1.0
    huber_deg: float = 6.0
    clip: float = 5.0


@dataclass(frozen=True)
class Scaler:
    """What features are standardised with: (x - mean) * scale, held within plus and minus ``clip``."""

    mean: Array
    scale: Array
    clip: float

    @classmethod
    def of(cls, features: Array, clip: float) -> Scaler:
        """The mean and spread of (N, F) features; a feature that never varies is switched off."""
        spread = features.std(axis=0)
        scale = np.where(spread > 1e-6, 1 / np.maximum(spread, 1e-6), 0)
        return cls(features.mean(axis=0).astype(np.float32), scale.astype(np.float32), clip)

    def __call__(self, features: Array) -> Array:
        """(N, F) standardised."""
        z: Array = np.clip((features - self.mean) * self.scale, -self.clip, self.clip)
        return z


class Member(nn.Module):
    """A perceptron in training; ``Perceptron`` says what it computes."""

    def __init__(self, width: int, settings: Settings) -> None:
        super().__init__()
        sizes = (width, *settings.hidden, 1)
        self.layers = nn.ModuleList(nn.Linear(a, b) for a, b in itertools.pairwise(sizes))
        self.dropout = nn.Dropout(settings.dropout)

    def forward(self, z: Tensor) -> Tensor:
        """(B, F) to (B,)."""
        hidden = z
        for layer in self.layers[:-1]:
            hidden = self.dropout(functional.silu(layer(hidden)))
        answer: Tensor = self.layers[-1](hidden)
        return answer[:, 0]

    def plain(self, shift: float, scale: float) -> list[Layer]:
        """Its layers as arrays, the answer times ``scale`` plus ``shift``."""
        layers = [_layer(layer) for layer in self.layers if isinstance(layer, nn.Linear)]
        last = layers[-1]
        layers[-1] = Layer(
            last.weights * np.float32(scale), last.bias * np.float32(scale) + np.float32(shift)
        )
        return layers


def straight_line(z: Array, target: NDArray[np.float64], weight: NDArray[np.float64], ridge: float) -> Layer:
    """Ridge regression (Hoerl & Kennard 1970) of (N,) targets of a weight on (N, F) standardised features."""
    middle = np.average(z.astype(np.float64), axis=0, weights=weight)
    mean = float(np.average(target, weights=weight))
    centred = z.astype(np.float64) - middle
    weighted = centred.T * weight
    normal = weighted @ centred + ridge * np.eye(z.shape[1])
    slopes = np.linalg.solve(normal, weighted @ (target - mean))
    bias = float(mean - middle @ slopes)
    return Layer(slopes[np.newaxis].astype(np.float32), np.array([bias], np.float32))


def blend(layers: list[Layer], line: Layer, share: float) -> Perceptron:
    """Layers and a straight line as one perceptron whose answer is their weighted mean."""
    last = layers[-1]
    keep, add = np.float32(1 - share), np.float32(share)
    mixed = Layer(last.weights * keep, last.bias * keep + line.bias * add)
    return Perceptron((*layers[:-1], mixed), line.weights * add)


def fit(
    z: Array,
    target: NDArray[np.float64],
    noise: Array,
    settings: Settings,
    seed: int,
    weight: NDArray[np.float64] | None = None,
) -> Perceptron:
    """Train one member.

    Args:
        z: (N, F) standardised features.
        target: (N,) what to answer.
        noise: (M, F) differences between two looks at the same picture, standardised alike; may be empty.
        settings: how.
        seed: the same seed gives the same member.
        weight: (N,) how much each sample counts, 1 on average; all alike when not given.
    """
    weight = np.ones(len(z)) if weight is None else weight
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    centre, spread = float(target.mean()), float(target.std())
    inputs, goals = torch.from_numpy(z), torch.from_numpy(((target - centre) / spread).astype(np.float32))
    shakes, counts = torch.from_numpy(noise), torch.from_numpy(weight.astype(np.float32))
    member = Member(z.shape[1], settings)

    def loss(rows: Tensor) -> Tensor:
        answer = member(_shaken(inputs[rows], shakes, settings))
        errors = functional.huber_loss(
            answer, goals[rows], delta=settings.huber_deg / spread, reduction="none"
        )
        return (errors * counts[rows]).mean()

    descend(member, len(z), settings, loss)
    line = straight_line(z, target, weight, settings.ridge)
    return blend(member.plain(centre, spread), line, settings.straight)


def descend(member: Member, count: int, settings: Settings, loss: Callable[[Tensor], Tensor]) -> None:
    """Train a member in place on ``count`` samples; ``loss`` is the error of the rows it is given."""
    optimiser = torch.optim.AdamW(member.parameters(), settings.rate, weight_decay=settings.decay)
    steps = settings.epochs * -(-count // settings.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, settings.rate, total_steps=steps)
    member.train()
    for rows in _batches(count, settings):
        optimiser.zero_grad()
        loss(rows).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
    member.eval()


def _batches(count: int, settings: Settings) -> Iterator[Tensor]:
    for _ in range(settings.epochs):
        order = torch.randperm(count)
        for start in range(0, count, settings.batch):
            yield order[start : start + settings.batch]


def _shaken(z: Tensor, shakes: Tensor, settings: Settings) -> Tensor:
    shaken = z + settings.jitter * torch.randn_like(z)
    if len(shakes) and settings.shake:
        strength = settings.shake * torch.randn(len(z), 1)
        shaken = shaken + strength * shakes[torch.randint(len(shakes), (len(z),))]
    return shaken


def _layer(layer: nn.Linear) -> Layer:
    return Layer(layer.weight.detach().numpy().copy(), layer.bias.detach().numpy().copy())
