/**
 * The relief's shaders, GLSL ES 3.00. Both lift what they draw in the same way, as `lifted` in relief-camera.ts does.
 */

const LIFT = `#version 300 es
precision highp float;
uniform mat4 matrix;
uniform vec2 size;
uniform float range, distance, flattened;
in vec2 place;
in float near;
/** How much smaller a thing is there than where the sheet lies, for a ray from the camera to pass both alike. */
float shrunk(float z) {
  return 1.0 - z / distance;
}
float height(float near) {
  return (near * (1.0 - flattened) - 0.5) * range;
}
vec4 lift(vec2 place, float near) {
  float z = height(near);
  return matrix * vec4((place - 0.5) * size * shrunk(z), z, 1.0);
}`;

/** Photo or paper, lit from the upper left. Walls, where it is drawn out between near and far, lie in shadow. */
export const SURFACE = {
  vertex: `${LIFT}
in vec2 slope;
uniform float steepness;
out vec2 at;
out vec2 tilt;
void main() {
  at = place;
  tilt = (1.0 - flattened) * steepness * slope;
  gl_Position = lift(place, near);
}`,
  fragment: `#version 300 es
precision highp float;
uniform sampler2D photo;
uniform vec3 paper;
uniform float photographed, light, walls;
in vec2 at;
in vec2 tilt;
out vec4 color;
const vec3 FROM = normalize(vec3(-0.4, -0.6, 1.0));
void main() {
  float lit = max(0.4, dot(normalize(vec3(-tilt, 1.0)), FROM));
  float wall = smoothstep(1.5, 5.0, length(tilt));
  vec3 own = mix(paper, texture(photo, at).rgb, photographed);
  color = vec4(own * mix(1.0, lit, light) * (1.0 - walls * wall), 1.0);
}`,
};

/**
 * Ribbons of one colour each, drawn a little towards the camera, so that they win over the ground they lie on; or, laid
 * flat, their shadows on a sheet behind them.
 */
export const RIBBON = {
  vertex: `${LIFT}
in vec3 ahead;
in vec2 beside;
in float halfWidth;
in vec4 ink;
uniform vec2 canvas;
uniform float scale, bias, opacity;
uniform vec3 shadow;
out vec4 color;
void main() {
  color = vec4(mix(ink.rgb, shadow, flattened), 1.0) * mix(ink.a, 1.0, flattened) * opacity;
  gl_Position = lift(place, near);
  vec4 next = lift(ahead.xy, ahead.z);
  vec2 way = (next.xy / next.w - gl_Position.xy / gl_Position.w) * canvas;
  // Seen end on, a line has no direction, and any will do.
  way = length(way) > 1e-4 ? normalize(way) : vec2(1.0, 0.0);
  vec2 off = (way * beside.x + vec2(-way.y, way.x) * beside.y) * halfWidth * shrunk(height(near));
  gl_Position.xy += 2.0 * scale * off / canvas;
  gl_Position.z -= bias * gl_Position.w;
}`,
  fragment: `#version 300 es
precision highp float;
in vec4 color;
out vec4 seen;
void main() {
  seen = color;
}`,
};
