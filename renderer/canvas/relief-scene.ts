/**
 * Draws the relief with WebGL 2: the surface, then the strokes in the air over it. It holds what was last given of each
 * and draws when it is told to; it knows nothing of the page.
 */

import type { Pose, Surface } from '../state/relief.ts';
import { reliefLengths, reliefMatrix } from './relief-camera.ts';
import { RIBBON_PARTS, RIBBON_STRIDE, type Ribbons } from './relief-ribbons.ts';
import { RIBBON, SURFACE } from './relief-shaders.ts';
import { type Grid, SURFACE_STRIDE } from './relief-surface.ts';
import type { Size, View } from './view.ts';

/** How the relief is to be seen. */
export interface ReliefLook extends Pose {
  /** Of the canvas, screen px. */
  canvas: Size;
  /** Canvas pixels a screen px. */
  ratio: number;
  photo: Size;
  view: View;
  height: number;
  surface: Surface;
  /** Red, green, blue, 0..1. */
  paper: readonly [number, number, number];
  /** Of what lies on the paper, the photo, light and shadows, 0..1. */
  strength: number;
  /** Opacity of the strokes, 0..1. */
  strokes: number;
}

/** Names of what draws on the processor, in Chromium, on Linux and on Windows. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|basic render/i;
/** How much the light tells on a photo, which has its own, and on paper; and how dark its walls are. */
const SHADING = {
  photo: { light: 0.25, walls: 0.3 },
  paper: { light: 0.85, walls: 0.2 },
  flat: { light: 0, walls: 0 },
};
/** Of the paper's light, what a shadow takes. */
const SHADOW = 0.12;
/** Of the depth buffer, by which strokes are nearer than they are: a fiftieth of the camera's reach. */
const BIAS = 0.02;

interface Drawn {
  program: WebGLProgram;
  array: WebGLVertexArrayObject;
  corners: WebGLBuffer;
  triangles: WebGLBuffer;
  count: number;
}

export class ReliefScene {
  private readonly gl: WebGL2RenderingContext;
  private readonly surface: Drawn;
  private readonly ribbons: Drawn;
  private readonly photo: WebGLTexture;
  private hasPhoto = false;
  /** Whether a graphics card draws it, and not the processor in its place. */
  readonly isQuick: boolean;

  /** @throws Error of one sentence where the browser has no WebGL 2 */
  constructor(private readonly canvas: HTMLCanvasElement) {
    const gl = canvas.getContext('webgl2', { antialias: true });
    if (!gl) throw new Error('A relief needs WebGL 2, which is not to be had here.');
    this.gl = gl;
    const names = gl.getExtension('WEBGL_debug_renderer_info');
    this.isQuick = !names || !SOFTWARE.test(String(gl.getParameter(names.UNMASKED_RENDERER_WEBGL)));
    this.surface = this.drawn(SURFACE, SURFACE_STRIDE, { place: [2, 0], near: [1, 2], slope: [2, 3] });
    this.ribbons = this.drawn(RIBBON, RIBBON_STRIDE, RIBBON_PARTS);
    this.photo = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, this.photo);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, 1, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, new Uint8Array(3));
    gl.enable(gl.DEPTH_TEST);
    gl.depthFunc(gl.LEQUAL);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
  }

  setSurface({ corners, triangles }: Grid): void {
    this.fill(this.surface, corners, triangles);
  }

  setRibbons({ corners, triangles }: Ribbons): void {
    this.fill(this.ribbons, corners, triangles);
  }

  setPhoto(photo: HTMLImageElement): void {
    const { gl } = this;
    gl.bindTexture(gl.TEXTURE_2D, this.photo);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, gl.RGB, gl.UNSIGNED_BYTE, photo);
    gl.generateMipmap(gl.TEXTURE_2D);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_LINEAR);
    for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T]) gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
    this.hasPhoto = true;
  }

  draw(look: ReliefLook): void {
    const { gl, canvas } = this;
    const [width, height] = [look.canvas.width, look.canvas.height].map((side) => Math.round(side * look.ratio));
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    gl.viewport(0, 0, width!, height!);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    this.drawSurface(look);
    if (!look.strokes) return;
    if (look.surface === 'flat') this.drawRibbons(look, 1);
    this.drawRibbons(look, 0);
  }

  /** Gives the graphics card back what it held. */
  dispose(): void {
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  private drawSurface(look: ReliefLook): void {
    const { gl } = this;
    const { surface, strength } = look;
    const set = this.begin(this.surface, look, surface === 'flat' ? 1 : 0);
    const { range } = reliefLengths(look.photo, look.height);
    gl.uniform1f(set('steepness'), range / Math.max(look.photo.width, look.photo.height));
    gl.uniform3f(set('paper'), ...look.paper);
    gl.uniform1f(set('photographed'), surface === 'photo' && this.hasPhoto ? strength : 0);
    gl.uniform1f(set('light'), SHADING[surface].light * strength);
    gl.uniform1f(set('walls'), SHADING[surface].walls * strength);
    gl.bindTexture(gl.TEXTURE_2D, this.photo);
    this.triangles(this.surface);
  }

  /** @param flattened 1: as shadows on the flat sheet; 0: in the air */
  private drawRibbons(look: ReliefLook, flattened: 0 | 1): void {
    const { gl } = this;
    const set = this.begin(this.ribbons, look, flattened);
    const [red, green, blue] = look.paper.map((part) => part * (1 - SHADOW * look.strength));
    gl.uniform3f(set('shadow'), red!, green!, blue!);
    gl.uniform2f(set('canvas'), look.canvas.width, look.canvas.height);
    gl.uniform1f(set('scale'), look.view.scale);
    gl.uniform1f(set('bias'), BIAS);
    gl.uniform1f(set('opacity'), look.strokes);
    this.triangles(this.ribbons);
  }

  private begin(
    { program, array }: Drawn,
    look: ReliefLook,
    flattened: 0 | 1,
  ): (name: string) => WebGLUniformLocation | null {
    const { gl } = this;
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's, not React's.
    gl.useProgram(program);
    gl.bindVertexArray(array);
    const set = (name: string) => gl.getUniformLocation(program, name);
    const { distance, range } = reliefLengths(look.photo, look.height);
    gl.uniformMatrix4fv(set('matrix'), false, reliefMatrix(look.canvas, look.photo, look.view, look));
    gl.uniform2f(set('size'), look.photo.width, look.photo.height);
    gl.uniform1f(set('range'), range);
    gl.uniform1f(set('distance'), distance);
    gl.uniform1f(set('flattened'), flattened);
    return set;
  }

  private triangles({ count }: Drawn): void {
    this.gl.drawElements(this.gl.TRIANGLES, count, this.gl.UNSIGNED_INT, 0);
  }

  private fill(drawn: Drawn, corners: Float32Array, triangles: Uint32Array): void {
    const { gl } = this;
    gl.bindVertexArray(drawn.array);
    gl.bindBuffer(gl.ARRAY_BUFFER, drawn.corners);
    gl.bufferData(gl.ARRAY_BUFFER, corners, gl.DYNAMIC_DRAW);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, drawn.triangles);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, triangles, gl.DYNAMIC_DRAW);
    drawn.count = triangles.length;
  }

  /** @param inputs what a corner's numbers are: how many, from which on */
  private drawn(
    { vertex, fragment }: { vertex: string; fragment: string },
    stride: number,
    inputs: Record<string, readonly [count: number, from: number]>,
  ): Drawn {
    const { gl } = this;
    const program = gl.createProgram();
    gl.attachShader(program, this.shader(gl.VERTEX_SHADER, vertex));
    gl.attachShader(program, this.shader(gl.FRAGMENT_SHADER, fragment));
    gl.linkProgram(program);
    if (!gl.getProgramParameter(program, gl.LINK_STATUS))
      throw new Error(`The graphics card refused to draw a relief: ${gl.getProgramInfoLog(program)}`);
    const [array, corners, triangles] = [gl.createVertexArray(), gl.createBuffer(), gl.createBuffer()];
    gl.bindVertexArray(array);
    gl.bindBuffer(gl.ARRAY_BUFFER, corners);
    for (const [name, [count, from]] of Object.entries(inputs)) {
      const at = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(at);
      gl.vertexAttribPointer(at, count, gl.FLOAT, false, 4 * stride, 4 * from);
    }
    return { program, array, corners, triangles, count: 0 };
  }

  private shader(kind: number, source: string): WebGLShader {
    const { gl } = this;
    const shader = gl.createShader(kind);
    if (!shader) throw new Error('The graphics card has stopped drawing for this window.');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    return shader;
  }
}
