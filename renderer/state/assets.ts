/** The bytes that documents speak of by id: photos and masks. Named by their content, so that the same bytes are kept once. */
export class Assets {
  private readonly held = new Map<string, Uint8Array>();

  /** Keeps bytes and names them: the first half of their SHA-256 in hexadecimal. */
  async add(bytes: Uint8Array): Promise<string> {
    const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
    const id = Array.from(hash.subarray(0, 16), (byte) => byte.toString(16).padStart(2, '0')).join('');
    this.held.set(id, bytes);
    return id;
  }

  /** Lets go of a photo's bytes, the largest of all, when another photo takes its place; null: there was none. */
  replacePhoto(photo: string | null, next: string): void {
    if (photo !== null && photo !== next) this.held.delete(photo);
  }

  /** @throws Error when there is none of that name, which is a fault of ours */
  get(id: string): Uint8Array {
    const bytes = this.held.get(id);
    if (!bytes) throw new Error(`The document speaks of ${id}, which it does not hold.`);
    return bytes;
  }
}
