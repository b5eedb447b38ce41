// openid-client finds the house by its discovery, proves itself by private_key_jwt as it makes them, and calls the API with the token.
import * as client from 'openid-client';
import { importPKCS8 } from 'jose';
import { assert, BASE, CLIENT, PRIVATE_KEY } from './house.mjs';

const key = await importPKCS8(PRIVATE_KEY, 'ES256');
const house = await client.discovery(new URL(BASE), CLIENT, undefined, client.PrivateKeyJwt(key),
  { execute: [client.allowInsecureRequests] });
const token = await client.clientCredentialsGrant(house, { scope: 'figures.read' });
assert.equal(token.token_type, 'bearer');
const answer = await client.fetchProtectedResource(house, token.access_token, new URL(`${BASE}/api/v1/published`), 'GET');
assert.equal(answer.status, 200);
console.log(`thẻ ${token.expires_in} giây, phạm vi ${token.scope}`);
