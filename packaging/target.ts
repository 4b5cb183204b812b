/**
 * What a package is made for, and which files of the native modules belong to it.
 *
 * ONNX Runtime ships the libraries of every system in one npm package, sharp one npm package for each system: what is
 * not the target's own is left out, which is two thirds of all bytes.
 */

/** Systems and processors that Lineament is packaged for: those that both ONNX Runtime and sharp have libraries for. */
export const TARGETS = ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64', 'darwin-arm64'] as const;
export type TargetName = (typeof TARGETS)[number];

export interface Target {
  platform: 'linux' | 'win32' | 'darwin';
  arch: 'x64' | 'arm64';
}

/** The target of a name such as `linux-x64`. @throws Error with one sentence where there is no such package */
export function targetOf(name: string): Target {
  if (!(TARGETS as readonly string[]).includes(name)) {
    throw new Error(`Expected one of ${TARGETS.join(', ')}, but got ${name}: there is no package of Lineament for it.`);
  }
  const [platform, arch] = name.split('-') as [Target['platform'], Target['arch']];
  return { platform, arch };
}

/** Where ONNX Runtime's libraries for a target lie, from the project's folder. */
export const runtimeFolder = ({ platform, arch }: Target) =>
  `node_modules/onnxruntime-node/bin/napi-v6/${platform}/${arch}`;

/** Where sharp's libraries for a target lie: on Windows, libvips is in the same package as sharp's own addon. */
export function sharpFolders({ platform, arch }: Target): string[] {
  const names = platform === 'win32' ? ['sharp'] : ['sharp', 'sharp-libvips'];
  return names.map((name) => `node_modules/@img/${name}-${platform}-${arch}`);
}

/** Patterns that leave out every other target's libraries. */
export function foreignNatives(target: Target): string[] {
  const own = [runtimeFolder(target), ...sharpFolders(target)];
  return TARGETS.map(targetOf)
    .flatMap((other) => [runtimeFolder(other), ...sharpFolders(other)])
    .filter((folder) => !own.includes(folder))
    .map((folder) => `!${folder}/**`);
}
