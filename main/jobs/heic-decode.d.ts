/** What we use of heic-decode, which comes without types. */
declare module 'heic-decode' {
  interface HeicPicture {
    width: number;
    height: number;
    /** RGBA, upright. */
    decode(): Promise<{ width: number; height: number; data: Uint8ClampedArray }>;
  }

  const heicDecode: {
    /** Every picture in the file, not decoded yet; `dispose` frees them. */
    all(input: { buffer: Uint8Array }): Promise<HeicPicture[] & { dispose(): void }>;
  };
  export default heicDecode;
}
