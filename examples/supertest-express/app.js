const express = require('express');

/** A shop that passes payout tokens on to its pages. */
exports.createApp = ({ url, managementToken }) => {
  const app = express();
  app.use(express.json());
  app.post('/payout-token', async (request, response) => {
    const { customer, order, instruction } = request.body;
    const answer = await fetch(`${url}/v1/identity/payout`, {
      method: 'POST',
      headers: { authorization: `Bearer ${managementToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ customerRef: customer, orderRef: order, instructionRef: instruction }),
    });
    response
      .status(answer.status)
      .set('cache-control', 'no-store')
      .type('json')
      .send(await answer.text());
  });
  return app;
};
