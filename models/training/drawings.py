"""Line drawings of photos: the other half of every training pair.

Four styles, so that the encoder learns what drawings of a thing share rather than one filter's look: thinned edges at
three scales, and XDoG (Winnemoeller, Kyprianidis, Olsen 2012), whose dark areas are filled. Their settings are drawn
from torch's generator.
"""
import math

import torch
import torch.nn.functional as F

SOBEL = torch.tensor([[-1., 0, 1], [-2, 0, 2], [-1, 0, 1]]).view(1, 1, 3, 3) / 8

# Rec. 601 luma.
LUMA = torch.tensor([.299, .587, .114]).view(1, 3, 1, 1)

# The range of the blur's sigma, in pixels, of each scale of edge lines.
EDGE_SIGMAS = [(.7, 1.3), (1.2, 2.), (1.8, 3.)]


def uniform(low, high):
    """One number from torch's generator."""
    return float(torch.empty(1).uniform_(low, high))


def luma(rgb):
    """[N, 3, H, W] -> [N, 1, H, W]"""
    return (rgb * LUMA).sum(1, keepdim=True)


def blur(x, sigma):
    """Gaussian blur with replicated borders. [N, 1, H, W]; sigma in pixels."""
    radius = max(1, int(math.ceil(3 * sigma)))
    t = torch.arange(-radius, radius + 1).float()
    kernel = torch.exp(-t * t / (2 * sigma * sigma))
    kernel = kernel / kernel.sum()
    x = F.conv2d(F.pad(x, (radius, radius, radius, radius), mode='replicate'), kernel.view(1, 1, 1, -1))
    return F.conv2d(x, kernel.view(1, 1, -1, 1))


def edge_lines(grey, sigma, quantile, thickness):
    """Thin ridges of the gradient's magnitude, those above a quantile, drawn with a soft line.

    grey [N, 1, H, W] in 0..1 -> ink [N, 1, H, W] in 0..1; sigma and thickness in pixels.
    """
    padded = F.pad(blur(grey, sigma), (1, 1, 1, 1), mode='replicate')
    gx, gy = F.conv2d(padded, SOBEL), F.conv2d(padded, SOBEL.transpose(2, 3))
    magnitude = (gx * gx + gy * gy + 1e-12).sqrt()
    _, _, h, w = grey.shape
    ys, xs = torch.meshgrid(torch.arange(h).float(), torch.arange(w).float(), indexing='ij')

    def along(step):
        """The magnitude `step` pixels along the gradient."""
        x = (xs + step * (gx / magnitude)[:, 0]) / (w - 1) * 2 - 1
        y = (ys + step * (gy / magnitude)[:, 0]) / (h - 1) * 2 - 1
        return F.grid_sample(magnitude, torch.stack([x, y], -1), align_corners=True, padding_mode='border')

    ridge = (magnitude >= along(1.)) & (magnitude >= along(-1.))
    threshold = torch.quantile(magnitude.flatten(1), quantile, dim=1).view(-1, 1, 1, 1).clamp_min(0.004)
    return (blur((ridge & (magnitude > threshold)).float(), thickness) * 2.5 * thickness).clamp(0, 1)


def xdog(grey, sigma, tau, eps, phi):
    """Extended difference of Gaussians. grey [N, 1, H, W] in 0..1 -> ink [N, 1, H, W] in 0..1"""
    d = blur(grey, sigma) - tau * blur(grey, 1.6 * sigma)
    return (1 - torch.where(d >= eps, torch.ones_like(d), 1 + torch.tanh(phi * (d - eps)))).clamp(0, 1)


def random_drawing(rgb, style):
    """Style 0 to 2: edge lines, fine to coarse; 3: XDoG. rgb [N, 3, H, W] in 0..1 -> ink [N, 1, H, W] in 0..1"""
    grey = luma(rgb)
    if style < 3:
        return edge_lines(grey, uniform(*EDGE_SIGMAS[style]), uniform(.80, .95), uniform(.5, 1.1))
    return xdog(grey, uniform(.6, 1.6), uniform(.94, .985), uniform(-.02, .005), uniform(20, 120))


def five_drawings(rgb):
    """Three scales of edges, XDoG, and few bold lines. rgb [N, 3, H, W] in 0..1 -> ink [N, 5, H, W] uint8"""
    inks = [random_drawing(rgb, style) for style in range(4)]
    inks.append(edge_lines(luma(rgb), uniform(2.2, 4.), uniform(.92, .97), uniform(.9, 1.5)))
    return (torch.cat(inks, 1) * 255).byte().numpy()
