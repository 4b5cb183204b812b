#!/usr/bin/env node
console.log('lineament');
