import type { Route } from './route';
import type { Engine } from './types';

/** Makes an engine for a target and a route. Its module is loaded on first use. */
type EngineFactory = (baseUrl: string, route: Route) => Engine;

/** The engines. To add one, write a file and add a line here. */
const factories = {
  newman: (baseUrl, route) => (require('./newman') as typeof import('./newman')).newmanEngine(baseUrl, route),
  direct: (baseUrl, route) => (require('./direct') as typeof import('./direct')).directEngine(baseUrl, route),
} as const satisfies Readonly<Record<string, EngineFactory>>;

export type EngineName = keyof typeof factories;

export const engineNames = Object.keys(factories) as readonly EngineName[];

export const createEngine = (name: EngineName, baseUrl: string, route: Route = {}): Engine =>
  factories[name](baseUrl, route);
