/**
 * What can be exported of the photo itself, beside the drawing: one row each. None of it needs a stroke.
 */

import type { LineamentDocument } from '../document/document.ts';
import { DEPTH_DEFAULTS, DEPTH_KINDS, type DepthChoices, type DepthKind, encodeDepth } from '../export/depth-format.ts';
import type { Exported } from '../export/formats.ts';
import { app } from '../state/app.ts';
import type { Options } from './OptionRows.tsx';

/** What a file is called and holds. */
export interface FileKind {
  /** What its button saves. */
  short: string;
  /** Follows the document's name. */
  ending: string;
  type: string;
}

export interface PhotoExport {
  label: string;
  /** What it is for, in a few words that fit one line of the dialog. */
  about: string;
  defaults: Options;
  kind(options: Options): FileKind;
  encode(document: LineamentDocument, options: Options): Promise<Exported>;
}

export const PHOTO_EXPORTS = {
  cutout: {
    label: 'Cut-out',
    about: 'The subject, clear around it',
    defaults: { holds: 'png', trim: false },
    kind: ({ holds }) =>
      holds === 'mask'
        ? { short: 'mask', ending: '.mask.png', type: 'image/png' }
        : { short: 'cut-out', ending: '.cut-out.png', type: 'image/png' },
    encode: async ({ photo }, { holds, trim }) => {
      const format = holds === 'mask' ? 'mask' : 'png';
      const asked = {
        photo: app.desk.assets.get(photo.asset),
        mask: app.subject.mask,
        format,
        trim: trim === true,
      } as const;
      const { bytes, width, height } = await app.connection.engine().call('cutOut', asked);
      return { bytes, note: `${width} × ${height} px` };
    },
  },
  depth: {
    label: 'Depth',
    about: 'How near each place is',
    defaults: { ...DEPTH_DEFAULTS },
    kind: (options) => DEPTH_KINDS[depthChoices(options).as],
    encode: async ({ photo, mask }, options) => {
      const { assets } = app.desk;
      const input = { photo: assets.get(photo.asset), mask: mask ? assets.get(mask) : null };
      return encodeDepth(input, depthChoices(options), app.connection.engine());
    },
  },
} satisfies Record<string, PhotoExport>;

export type PhotoExportId = keyof typeof PHOTO_EXPORTS;

/** What was chosen, where the choices that were kept are still ones. */
function depthChoices({ as, side }: Options): DepthChoices {
  return {
    as: Object.hasOwn(DEPTH_KINDS, String(as)) ? (as as DepthKind) : DEPTH_DEFAULTS.as,
    side: side === '2048' || side === '1024' ? side : 'photo',
  };
}
