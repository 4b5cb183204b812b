/**
 * The bill of materials in CycloneDX 1.6 JSON (https://cyclonedx.org/docs/1.6/json/): every part with version, licence,
 * hash and package address, so that a scanner can tell whether a flaw found later is inside. The same parts give the
 * same bytes: there is no date and no random number in it.
 */

import type { Ingredient } from './ingredients.ts';

const ALGORITHMS: Record<string, string> = { sha512: 'SHA-512', sha256: 'SHA-256', sha1: 'SHA-1' };

/** The bill's text. @param product Lineament itself */
export function billOfMaterials(
  product: { name: string; version: string; license: string },
  parts: readonly Ingredient[],
): string {
  const root = `pkg:npm/${product.name}@${product.version}`;
  const components = parts.map((part) => {
    const address = part.kind === 'machine-learning-model' ? null : purl(part);
    return {
      type: part.kind,
      'bom-ref': address ?? part.folder,
      name: part.name,
      version: part.version,
      ...(part.integrity ? { hashes: [hash(part.integrity)] } : {}),
      licenses: [licence(part.licence)],
      ...(address ? { purl: address } : {}),
    };
  });
  const unique = [...new Map(components.map((component) => [component['bom-ref'], component])).values()];
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': root,
        name: product.name,
        version: product.version,
        licenses: [licence(product.license)],
        purl: root,
      },
    },
    components: unique,
    dependencies: [{ ref: root, dependsOn: unique.map((component) => component['bom-ref']) }],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

/** A package's address: of a scoped name the @ is written as %40. */
function purl({ name, version }: Ingredient): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

function licence(spdx: string): object {
  return / (OR|AND|WITH) /.test(spdx)
    ? { expression: spdx }
    : { license: spdx === 'NOASSERTION' ? { name: spdx } : { id: spdx } };
}

function hash(integrity: string): object {
  const [algorithm, content] = integrity.split('-') as [string, string];
  return { alg: ALGORITHMS[algorithm], content: Buffer.from(content, 'base64').toString('hex') };
}
