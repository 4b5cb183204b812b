/**
 * `lineament doctor`: what this machine can run networks on, tried for right numbers, and what is remembered of it.
 */

import { version } from '../package.json';
import type { Host } from './command-host.ts';
import { type OptionTable, readOptions, UsageError } from './command-line.ts';
import type { ProviderFinding } from './jobs/devices.ts';

const OPTIONS = {
  again: { help: 'Forget what was found and measured before, and try all anew.' },
  json: { help: 'As JSON.' },
  help: { short: 'h', help: 'This help.' },
} satisfies OptionTable;

const HELP = `Usage: lineament doctor [--again] [--json]

Tries every device that ONNX Runtime knows here with a small differentiated network. One is used only if its gradient is
right to 0.1 %; the fastest of those runs models that are larger than the built-in ones. A graphics card that is faster in
float16 is used so, where the gradient's cosine with float32's is 0.99 or more.
`;

/** Runs the command. @returns 0 @throws UsageError when the words make no sense */
export async function doctorCommand(argv: string[], host: Host): Promise<number> {
  const { values, words } = readOptions(argv, OPTIONS);
  if (values.help) {
    host.stdout.write(HELP);
    return 0;
  }
  if (words.length) throw new UsageError(`lineament doctor takes no names, but got '${words[0]}'.`);
  const { DEVICE_NAMES, findDevices } = await import('./jobs/devices.ts');
  const { forgetSteps } = await import('./jobs/step-views.ts');
  if (values.again) await forgetSteps();
  const findings = await findDevices(values.again === true);
  if (values.json) {
    host.stdout.write(`${JSON.stringify({ version, node: process.version, devices: findings }, null, 2)}\n`);
    return 0;
  }
  host.stdout.write(`Lineament ${version}, Node ${process.version}, ${process.platform} ${process.arch}\n`);
  for (const finding of findings) {
    const { provider, works, error, milliseconds, reason } = finding;
    const how = works
      ? `right (gradient within ${error!.toExponential(1)} of the processor's), ${milliseconds!.toFixed(1)} ms a step`
      : `not used. ${reason}`;
    host.stdout.write(`${provider.padEnd(9)} ${DEVICE_NAMES[provider]}: ${how}${halfWords(finding)}\n`);
  }
  return 0;
}

function halfWords({ half, works }: ProviderFinding): string {
  if (!works) return '';
  if (!half) return '; float16 did not run';
  const { cosine } = half;
  return `; in float16 ${half.milliseconds.toFixed(1)} ms, cosine of its gradient with float32's ${cosine.toFixed(5)}`;
}
