"""Everything that the built-in encoder learns from, as arrays.

    python3 data.py DATA WORK

DATA holds the archives that ../README.md names; WORK, a folder, gets three files that `load(WORK)` opens:

    photos.npz    photos   [N, 3, S, S] uint8       Caltech-101, each centred on the mean colour of its border
                  masks    [N, S, S] uint8          their subjects
                  lines    [N, 2, 5, S, S] uint8    ink of five drawings: of the whole photo, of its subject on white
                  kinds    [N]                      what is in them, '' for none
    emoji.npz     emoji    [K, 4, S, S] uint8       in colour, with alpha
                  lines    [K, 5, S, S] uint8       their drawings, the fifth the artist's own line version if any
                  names    [K]
    drawings.npz  drawings [H, S, S] uint8          ink of drawings by people
                  names    [H]
"""
import gzip
import io
import json
import sys
import tarfile

import numpy as np
import torch
from PIL import Image, ImageDraw

from drawings import five_drawings

S = 144

# Kinds of Caltech-101 that are called otherwise in English; '' is no kind.
RENAME = {
    'Faces': 'face', 'Faces_easy': 'face', 'car_side': 'car', 'Motorbikes': 'motorcycle', 'airplanes': 'airplane',
    'Leopards': 'leopard', 'cougar_body': 'cougar', 'cougar_face': 'cougar', 'crocodile_head': 'crocodile',
    'flamingo_head': 'flamingo', 'inline_skate': 'skate', 'yin_yang': 'yin yang', 'water_lilly': 'water lily',
    'person_sitting': 'person', 'person_walking': 'person', 'BACKGROUND_Google': '',
}

COLOUR_EMOJI = ('noto', 'twemoji', 'fluent-emoji-flat')
LINE_EMOJI = 'fluent-emoji-high-contrast'


def tidy(name):
    """A folder's name as plain lower-case words."""
    return RENAME.get(name, name).lower().replace('_', ' ').replace('-', ' ')


def centred(image, fill):
    """The image shrunk to fit S x S, in the middle of a ground. -> uint8 [S, S] or [S, S, channels]"""
    ground = Image.new(image.mode, (S, S), fill)
    image.thumbnail((S, S))
    ground.paste(image, ((S - image.size[0]) // 2, (S - image.size[1]) // 2))
    return np.asarray(ground)


def read_image(tar, member):
    """A picture out of an archive."""
    return Image.open(io.BytesIO(tar.extractfile(member).read()))


def on_white(rgb, alpha):
    """rgb [N, 3, H, W], alpha [N, 1, H, W], both in 0..1 -> [N, 3, H, W]"""
    return rgb * alpha + 1 - alpha


def build_photos(source, work):
    """Photos, masks and their drawings -> WORK/photos.npz"""
    tar, mask_tar = tarfile.open(source + '/caltech101-144px.tar'), tarfile.open(source + '/caltech101-masks.tar')
    members = sorted(m for m in tar.getnames() if m.endswith('.jpg'))
    photos = np.empty((len(members), 3, S, S), np.uint8)
    masks = np.empty((len(members), S, S), np.uint8)
    lines = np.empty((len(members), 2, 5, S, S), np.uint8)
    for i, member in enumerate(members):
        image = read_image(tar, member).convert('RGB')
        a = np.asarray(image)
        border = np.concatenate([a[0], a[-1], a[:, 0], a[:, -1]]).mean(0).astype(int)
        photos[i] = centred(image, tuple(border)).transpose(2, 0, 1)
        mask = read_image(mask_tar, member[:-3] + 'png').convert('L').resize((a.shape[1], a.shape[0]))
        masks[i] = centred(mask, 0)
    for i in range(0, len(members), 32):
        x = torch.from_numpy(photos[i:i + 32]).float() / 255
        m = torch.from_numpy(masks[i:i + 32]).float()[:, None] / 255
        lines[i:i + 32, 0], lines[i:i + 32, 1] = five_drawings(x), five_drawings(on_white(x, m))
    kinds = np.array([tidy(m.split('/')[0]) for m in members])
    np.savez(work + '/photos', photos=photos, masks=masks, lines=lines, kinds=kinds)
    print(len(members), 'photos', flush=True)


def build_emoji(source, work):
    """Emoji in three artists' versions and their drawings -> WORK/emoji.npz"""
    tar = tarfile.open(source + '/emoji-144px.tar')
    members = set(tar.getnames())
    emoji, lines, names = [], [], []

    def picture(style, code):
        return read_image(tar, f'emoji/{style}/{code}.webp').convert('RGBA').resize((S, S))

    for code, row in json.load(tar.extractfile('emoji/emoji.json')).items():
        styles = {style for style in (*COLOUR_EMOJI, LINE_EMOJI) if f'emoji/{style}/{code}.webp' in members}
        line_art = np.asarray(picture(LINE_EMOJI, code))[..., 3] if LINE_EMOJI in styles else None
        for style in COLOUR_EMOJI:
            if style not in styles:
                continue
            art = np.array(picture(style, code)).transpose(2, 0, 1)
            x = torch.from_numpy(art[None]).float() / 255
            ink = five_drawings(on_white(x[:, :3], x[:, 3:]))[0]
            if style == 'fluent-emoji-flat' and line_art is not None:
                ink[4] = line_art
            emoji.append(art)
            lines.append(ink)
            names.append(row['label'].lower())
    np.savez(work + '/emoji', emoji=np.stack(emoji), lines=np.stack(lines), names=np.array(names))
    print(len(emoji), 'emoji', flush=True)


def build_drawings(source, work):
    """Drawings by people -> WORK/drawings.npz"""
    drawings, names = [], []
    tar = tarfile.open(source + '/tu-berlin-52.tar')
    for member in sorted(x for x in tar.getnames() if x.endswith('.png')):
        drawings.append(255 - centred(read_image(tar, member).convert('L'), 255))
        names.append(tidy(member.split('/')[-2]))
    for line in gzip.open(source + '/quickdraw-345.ndjson.gz', 'rt'):
        row = json.loads(line)
        image = Image.new('L', (280, 280))
        pen = ImageDraw.Draw(image)
        for stroke in row['drawing']:
            points = [(x + 12, y + 12) for x, y in zip(stroke[0], stroke[1])]
            pen.line(points, fill=255, width=5, joint='curve')
        drawings.append(np.asarray(image.resize((S, S), Image.LANCZOS)))
        names.append(tidy(row['word']))
    np.savez(work + '/drawings', drawings=np.stack(drawings), names=np.array(names))
    print(len(drawings), 'drawings', flush=True)


def load(work):
    """The three files of a work folder: photos, emoji, drawings."""
    return tuple(np.load(f'{work}/{name}.npz') for name in ('photos', 'emoji', 'drawings'))


if __name__ == '__main__':
    torch.manual_seed(0)
    torch.set_flush_denormal(True)
    torch.set_num_threads(1)
    for build in (build_photos, build_emoji, build_drawings):
        build(sys.argv[1], sys.argv[2])
