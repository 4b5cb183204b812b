/**
 * The protobuf wire format, as much of it as ONNX needs: varints, fixed 32 and 64 bits, length-delimited fields.
 *
 * Written by hand because model files reach hundreds of megabytes: fields are read in place (a length-delimited field
 * is a view, never a copy), and a message is written as a list of chunks that is joined once at the end.
 * Source: protobuf.dev/programming-guides/encoding.
 */

const LATIN = new TextDecoder('utf-8');
const ENCODER = new TextEncoder();

/** Bytes that are no protobuf message, or that end before the message does. */
export class WireError extends Error {
  override name = 'WireError';
  /** The message goes on past the end of the bytes. */
  readonly truncated: boolean;

  constructor(message: string, truncated: boolean) {
    super(message);
    this.truncated = truncated;
  }
}

/** One field of a message as it lies on the wire; which reading is meant, the caller knows from the field's number. */
export class WireField {
  readonly number: number;
  readonly wire: number;
  /** The field's payload: a varint's bytes, 4 or 8 bytes, or a length-delimited field's content. */
  readonly bytes: Uint8Array;

  constructor(number: number, wire: number, bytes: Uint8Array) {
    this.number = number;
    this.wire = wire;
    this.bytes = bytes;
  }

  text(): string {
    return LATIN.decode(this.bytes);
  }

  /** A signed 64-bit integer as a number; beyond 2^53 the nearest double. */
  int(): number {
    return Number(this.int64());
  }

  int64(): bigint {
    return BigInt.asIntN(64, readVarint(this.bytes, 0).value);
  }

  /** Integers of a repeated field: one, or many packed in one field. */
  int64s(): bigint[] {
    if (this.wire === 0) return [this.int64()];
    const values: bigint[] = [];
    for (let at = 0; at < this.bytes.length; ) {
      const { value, next } = readVarint(this.bytes, at);
      values.push(BigInt.asIntN(64, value));
      at = next;
    }
    return values;
  }

  /** Floats of a repeated field, packed or single. */
  floats(): Float32Array {
    this.expectMultipleOf(4);
    return new Float32Array(new Uint8Array(this.bytes).buffer);
  }

  doubles(): Float64Array {
    this.expectMultipleOf(8);
    return new Float64Array(new Uint8Array(this.bytes).buffer);
  }

  private expectMultipleOf(width: number): void {
    if (this.bytes.length % width) throw new WireError(`field ${this.number} ends inside a number`, false);
  }
}

function readVarint(bytes: Uint8Array, start: number): { value: bigint; next: number } {
  let low = 0;
  let shift = 0;
  for (let at = start; at < bytes.length && shift < 70; at++, shift += 7) {
    const byte = bytes[at]!;
    if (shift >= 28) {
      let value = BigInt(low);
      let wide = BigInt(shift);
      for (let rest = at; rest < bytes.length && wide < 70n; rest++, wide += 7n) {
        value |= BigInt(bytes[rest]! & 0x7f) << wide;
        if (bytes[rest]! < 0x80) return { value, next: rest + 1 };
      }
      break;
    }
    low += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value: BigInt(low), next: at + 1 };
  }
  throw new WireError('a number has no end', bytes.length - start < 10);
}

/** Calls `visit` for each field of the message, in file order. Throws WireError. */
export function readMessage(bytes: Uint8Array, visit: (field: WireField) => void): void {
  let at = 0;
  while (at < bytes.length) {
    const tag = readVarint(bytes, at);
    const number = Number(tag.value >> 3n);
    const wire = Number(tag.value & 7n);
    at = tag.next;
    let length: number;
    if (wire === 0) length = readVarint(bytes, at).next - at;
    else if (wire === 1) length = 8;
    else if (wire === 5) length = 4;
    else if (wire === 2) {
      const prefix = readVarint(bytes, at);
      length = Number(prefix.value);
      at = prefix.next;
    } else throw new WireError(`wire type ${wire} is not used by protobuf 3`, false);
    if (number === 0) throw new WireError('field 0 does not exist', false);
    if (at + length > bytes.length) throw new WireError(`field ${number} is cut short`, true);
    visit(new WireField(number, wire, bytes.subarray(at, at + length)));
    at += length;
  }
}

/** Collects a message as chunks. Large payloads are kept as views until `join` copies them once. */
export class MessageWriter {
  private readonly chunks: Uint8Array[] = [];
  private size = 0;

  private push(bytes: Uint8Array): void {
    this.chunks.push(bytes);
    this.size += bytes.length;
  }

  private varint(value: bigint | number): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    const bytes: number[] = [];
    while (rest >= 0x80n) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.push(Uint8Array.from(bytes));
  }

  int(number: number, value: bigint | number): void {
    this.varint(number * 8);
    this.varint(value);
  }

  float(number: number, value: number): void {
    this.varint(number * 8 + 5);
    this.push(new Uint8Array(Float32Array.of(value).buffer));
  }

  bytes(number: number, value: Uint8Array): void {
    this.varint(number * 8 + 2);
    this.varint(value.length);
    this.push(value);
  }

  text(number: number, value: string): void {
    this.bytes(number, ENCODER.encode(value));
  }

  message(number: number, fill: (message: MessageWriter) => void): void {
    const inner = new MessageWriter();
    fill(inner);
    this.varint(number * 8 + 2);
    this.varint(inner.size);
    for (const chunk of inner.chunks) this.chunks.push(chunk);
    this.size += inner.size;
  }

  join(): Uint8Array {
    const whole = new Uint8Array(this.size);
    let at = 0;
    for (const chunk of this.chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole;
  }
}
