/**
 * The relief's shaders, GLSL ES 3.00. Both lift what they draw in the same way, as `lifted` in relief-camera.ts does.
 */

const LIFT = `#version 300 es
precision highp float;
uniform mat4 matrix;
uniform vec2 size;
uniform float range, distance;
in vec2 place;
in float near;
vec4 lift() {
  float z = (near - 0.5) * range;
  return matrix * vec4((place - 0.5) * size * (1.0 - z / distance), z, 1.0);
}`;

/** Photo or paper, lit from the upper left; level ground keeps its own colour. */
export const SURFACE = {
  vertex: `${LIFT}
in vec2 slope;
uniform float steepness;
out vec2 at;
out vec2 tilt;
void main() {
  at = place;
  tilt = steepness * slope;
  gl_Position = lift();
}`,
  fragment: `#version 300 es
precision highp float;
uniform sampler2D photo;
uniform vec3 paper;
uniform float photographed, shading, opacity;
in vec2 at;
in vec2 tilt;
out vec4 color;
const vec3 LIGHT = normalize(vec3(-0.5, -0.7, 1.0));
void main() {
  float light = dot(normalize(vec3(-tilt, 1.0)), LIGHT) / LIGHT.z;
  vec3 own = mix(paper, texture(photo, at).rgb, photographed);
  color = vec4(own * clamp(mix(1.0, light, shading), 0.35, 1.15), 1.0) * opacity;
}`,
};

/** Ribbons of one colour each, drawn a little towards the camera, so that they win over the ground they lie on. */
export const RIBBON = {
  vertex: `${LIFT}
in vec4 ink;
uniform float bias, opacity;
out vec4 color;
void main() {
  color = vec4(ink.rgb, 1.0) * ink.a * opacity;
  gl_Position = lift();
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
