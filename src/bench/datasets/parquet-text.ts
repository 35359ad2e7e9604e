import { type AsyncBuffer, type FileMetaData, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';

/**
 * Reads rows with every text left as its bytes. hyparquet decodes leniently (bad bytes become
 * U+FFFD) and decodes whole pages; we decode the wanted row only, and strictly.
 *
 * @returns Unchecked objects, by column name; null and missing values may be `undefined`.
 */
export function readRawRows(
  file: AsyncBuffer,
  metadata: FileMetaData,
  rowStart: number,
  rowEnd: number,
): Promise<unknown[]> {
  return parquetReadObjects({
    file,
    metadata,
    rowStart,
    rowEnd,
    compressors,
    useOffsetIndex: true,
    parsers: { stringFromBytes: (bytes: Uint8Array) => bytes },
  });
}

// A leading byte order mark is part of the text, as it is for Python.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text, or undefined where the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}
