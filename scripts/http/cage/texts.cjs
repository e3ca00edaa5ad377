// @ts-check
'use strict';

const { inspect } = require('node:util');

const longestText = 4000;
/** Of the parameters of an authorization, which may be tokens. */
const longestParameter = 16 * 1024;
const mostParameters = 20;

/** @param {unknown} value */
const text = (value) =>
  (typeof value === 'string' ? value : inspect(value, { customInspect: false })).slice(0, longestText);

/** @param {any} error */
const codeOf = ({ code }) => (typeof code === 'string' ? { code: text(code) } : {});

/** @param {any} error */
const messageOf = (error) => {
  const name = typeof error?.name === 'string' ? error.name : 'Error';
  return text(error?.message === undefined ? error : `${name}: ${error.message}`);
};

/** A request's authorization, once its variables are replaced. @param {any} auth @returns {import('./protocol').AuthParameter[]} */
function parametersOf(auth) {
  const parameters = auth?.parameters?.().all?.() ?? [];
  return parameters
    .filter((/** @type {any} */ { value }) => typeof value === 'string')
    .slice(0, mostParameters)
    .map((/** @type {any} */ { key, value }) => ({
      type: text(auth.type),
      key: text(key),
      value: value.slice(0, longestParameter),
    }));
}

module.exports = { codeOf, messageOf, parametersOf, text };
