// Property paths in Pulumi's notation: `privateKeyJwt.credentials[0].pem`, `clientMetadata["a.b"]`.

export function appendKey(path: string, key: string): string {
  if (/[."[\]]/.test(key)) return `${path}["${key.replaceAll('"', '\\"')}"]`;
  return path === "" ? key : `${path}.${key}`;
}

export function appendIndex(path: string, index: number): string {
  return `${path}[${String(index)}]`;
}
