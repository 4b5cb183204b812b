import { expect, test } from 'vitest';
import { readAddress, shownAddress } from '../../main/queue/address.ts';

test.each([
  'redis://studio',
  'redis://127.0.0.1:6379/2',
  'rediss://user:secret@redis.example.org:6380/',
  'redis://[::1]:6379',
])('%s is an address', (address) => {
  expect(readAddress(address)).toBe(address);
});

test.each([
  '',
  'studio',
  'studio:6379',
  'http://studio:6379',
  'redis://',
  'redis://studio:99999',
  'redis://studio/queue',
  'redis://studio?password=x',
  'unix:///tmp/redis.sock',
])('%s is none', (address) => {
  expect(() => readAddress(address)).toThrow('the address of a Redis server such as redis://studio:6379');
});

test('an address is shown without its password', () => {
  expect(shownAddress('rediss://user:secret@studio:6380/2')).toBe('rediss://studio:6380/2');
  expect(shownAddress('redis://studio/')).toBe('redis://studio');
});
