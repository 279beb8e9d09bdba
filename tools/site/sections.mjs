// The sections that a wasm module is made of (WebAssembly core specification, 5.5.2).

// Each with its id and what it holds.
export function sections(wasm) {
  const found = [];
  for (let at = 8; at < wasm.length;) {
    const id = wasm[at];
    const [size, start] = number(wasm, at + 1);
    at = start + size;
    found.push({ id, content: wasm.subarray(start, at) });
  }
  return found;
}

// An unsigned LEB128 number, and where what follows begins.
export function number(bytes, at) {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

export function leb(value) {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value);
  return bytes;
}

export const sized = (content) => Buffer.concat([Buffer.from(leb(content.length)), content]);
