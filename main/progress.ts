/**
 * What a person or a program hears of a run: one reporter a kind of listener.
 *
 * A terminal gets a bar on one line that is wiped before anything else is printed; a file or pipe gets plain lines;
 * `--json` gets one JSON object a line; `--quiet` gets errors alone. Results go to standard output, the bar and errors
 * to standard error. Nothing here waits for a slow or closed pipe.
 */

import path from 'node:path';
import type { SketchFrame, SketchResult } from './jobs/sketch.ts';

export interface Output {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

export interface Listener {
  stdout: Output;
  stderr: Output;
  env: Record<string, string | undefined>;
  /** Seconds since the process began. */
  clock: () => number;
}

export interface Totals {
  photos: number;
  drawn: number;
  failed: number;
  /** Ended early by the person. */
  stopped: boolean;
}

export interface Reporter {
  begin(photos: number): void;
  frame(photo: string, frame: SketchFrame): void;
  done(photo: string, files: string[], result: SketchResult): void;
  /** Files that are no sketches. */
  wrote(photo: string, files: string[], notes: string[]): void;
  failed(photo: string, message: string): void;
  end(totals: Totals): void;
}

/** The reporter for these streams and switches; `verb` is what is done to photos. */
export function reporterFor(listener: Listener, { json = false, quiet = false, verb = 'drawn' }): Reporter {
  if (json) return new JsonReporter(listener);
  const { stderr, env } = listener;
  if (!quiet && stderr.isTTY && env['TERM'] !== 'dumb') return new BarReporter(listener, quiet, verb);
  return new LineReporter(listener, quiet, verb);
}

/** Plain lines: one a photo, and a summary of a batch. */
class LineReporter implements Reporter {
  protected photos = 0;

  constructor(
    protected readonly listener: Listener,
    private readonly quiet: boolean,
    private readonly verb: string,
  ) {}

  begin(photos: number): void {
    this.photos = photos;
  }

  frame(_photo: string, _frame: SketchFrame): void {}

  done(photo: string, files: string[], result: SketchResult): void {
    const { drawing, objective, seconds, stopped, notes } = result;
    const facts = [
      `${drawing.strokes.length} ${drawing.strokes.length === 1 ? 'stroke' : 'strokes'}`,
      ...(Number.isFinite(objective) ? [`objective ${objective.toFixed(4)}`] : []),
      `${seconds.toFixed(1)} s`,
      ...(stopped ? ['stopped early'] : []),
    ];
    this.tell(photo, files, `: ${facts.join(', ')}`, notes);
  }

  wrote(photo: string, files: string[], notes: string[]): void {
    this.tell(photo, files, '', notes);
  }

  private tell(photo: string, files: string[], facts: string, notes: string[]): void {
    if (this.quiet) return;
    const more = files.length > 1 ? ` and ${files.length - 1} more` : '';
    this.listener.stdout.write(`${printable(photo)} -> ${printable(files[0] ?? '')}${more}${facts}\n`);
    for (const note of notes) this.listener.stdout.write(`  ${printable(note)}\n`);
  }

  failed(photo: string, message: string): void {
    const about = message.includes(path.basename(photo)) ? '' : `${printable(photo)}: `;
    this.listener.stderr.write(`lineament: ${about}${printable(message)}\n`);
  }

  end({ photos, drawn, failed }: Totals): void {
    if (this.quiet || photos < 2) return;
    const left = photos - drawn - failed;
    this.listener.stdout.write(
      `${photos} photos: ${drawn} ${this.verb}, ${failed} failed${left ? `, ${left} not begun` : ''}\n`,
    );
  }
}

const BAR_CELLS = 24;
/** The bar is redrawn at most this often, in seconds. */
const BAR_PAUSE = 0.1;
const WIPE = '\r\x1b[K';

/** The lines of a LineReporter, and below them a bar for the photo in hand. */
class BarReporter extends LineReporter {
  private number = 0;
  private current: string | null = null;
  private drawnAt = Number.NEGATIVE_INFINITY;

  override frame(photo: string, frame: SketchFrame): void {
    if (photo !== this.current) {
      this.current = photo;
      this.number++;
      this.drawnAt = Number.NEGATIVE_INFINITY;
    }
    const now = this.listener.clock();
    if (now - this.drawnAt < BAR_PAUSE) return;
    this.drawnAt = now;
    const { stderr, env } = this.listener;
    const batch = this.photos > 1 ? `[${this.number}/${this.photos}] ` : '';
    stderr.write(WIPE + barLine(batch + path.basename(photo), frame, stderr.columns || 80, !env['NO_COLOR']));
  }

  override done(photo: string, files: string[], result: SketchResult): void {
    this.wipe();
    super.done(photo, files, result);
  }

  override failed(photo: string, message: string): void {
    this.wipe();
    super.failed(photo, message);
  }

  override end(totals: Totals): void {
    this.wipe();
    super.end(totals);
  }

  private wipe(): void {
    if (this.drawnAt > Number.NEGATIVE_INFINITY) this.listener.stderr.write(WIPE);
    this.drawnAt = Number.NEGATIVE_INFINITY;
  }
}

/** The bar as one line of at most `columns - 1` characters: name, cells, per cent, objective, time left. */
export function barLine(name: string, frame: SketchFrame, columns: number, color: boolean): string {
  const share = Math.min(1, Math.max(0, frame.progress));
  const full = Math.round(share * BAR_CELLS);
  const cells = ['█'.repeat(full), '░'.repeat(BAR_CELLS - full)];
  const facts = [`${String(Math.floor(100 * share)).padStart(3)} %`];
  if (frame.objective !== null) facts.push(`objective ${frame.objective.toFixed(4)}`);
  if (frame.secondsLeft !== null) facts.push(`${duration(frame.secondsLeft)} left`);
  const tail = `  ${facts.join('  ')}`;
  const room = columns - 1 - BAR_CELLS - 2 - tail.length;
  // A narrow terminal gets the facts alone.
  if (room < 0) return tail.trim().slice(0, Math.max(0, columns - 1));
  const clean = printable(name);
  const label = clean.length > room ? `${clean.slice(0, Math.max(0, room - 1))}…`.slice(0, room) : clean;
  const bar = color ? `\x1b[36m${cells[0]}\x1b[2m${cells[1]}\x1b[0m` : cells.join('');
  return `${label}  ${bar}${tail}`;
}

/** 8 → '8 s', 95 → '1 min 35 s', 4000 → '1 h 7 min'. */
export function duration(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A name or message without control characters: a file's name must not steer the terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is to be taken out.
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
}

/** One JSON object a line, its `type` first. `at` is in seconds since the process began. */
class JsonReporter implements Reporter {
  constructor(private readonly listener: Listener) {}

  begin(photos: number): void {
    this.line({ type: 'start', photos });
  }

  frame(photo: string, { kind, progress, objective, secondsLeft, drawing }: SketchFrame): void {
    const strokes = drawing.strokes.length;
    this.line({ type: 'frame', photo, kind, progress, objective, secondsLeft, strokes });
  }

  done(photo: string, files: string[], result: SketchResult): void {
    const { drawing, levels, worth, seed, objective, stopped, seconds, notes, settings } = result;
    const { width, height, strokes } = drawing;
    const facts = { width, height, strokes: strokes.length, levels, worth, seed, objective, stopped, seconds, notes };
    this.line({ type: 'done', photo, files, ...facts, settings });
  }

  wrote(photo: string, files: string[], notes: string[]): void {
    this.line({ type: 'done', photo, files, notes });
  }

  failed(photo: string, message: string): void {
    this.line({ type: 'error', photo, message });
  }

  end(totals: Totals): void {
    this.line({ type: 'end', ...totals });
  }

  private line(record: Record<string, unknown>): void {
    this.listener.stdout.write(`${JSON.stringify({ ...record, at: Number(this.listener.clock().toFixed(3)) })}\n`);
  }
}
