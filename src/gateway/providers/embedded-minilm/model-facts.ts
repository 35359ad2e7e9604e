/** One name for the weights and what is done with them; both engines agree to about 1e-6. */
export const MINILM_LOGICAL_MODEL = 'all-MiniLM-L6-v2-fp16';

/** Numbers in a vector. */
export const MINILM_DIMENSIONS = 384;

/**
 * Word pieces of the longest text, `[CLS]` and `[SEP]` included: what sentence-transformers sets
 * for this model, which was trained on 128. It has positions for 512.
 */
export const MINILM_MAX_TOKENS = 256;
