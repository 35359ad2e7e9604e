#!/usr/bin/env node
// The model server of src/testing/lab, for trials of anything that calls models.
import { launch } from './launch.js';

await launch('testing/lab/main');
