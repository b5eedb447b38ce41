// What the scripts share: where the house is and who they are there, given by the test that runs them; and a word when something is not so.
import assert from 'node:assert/strict';

export const { BASE, COOKIE, USER, PASSWORD, CLIENT, PRIVATE_KEY, FOLDER, OPENAPI } = process.env;
export const basic = 'Basic ' + Buffer.from(`${USER}:${PASSWORD}`).toString('base64');
export { assert };

export async function get(path, headers = { cookie: COOKIE }) {
  const answer = await fetch(BASE + path, { headers });
  assert.equal(answer.status, 200, `${path}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
  return answer;
}

export const bytes = async path => Buffer.from(await (await get(path)).arrayBuffer());
