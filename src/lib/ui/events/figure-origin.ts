import * as m from '#lib/paraglide/messages.js';
import type { EventFigure } from '#lib/events/figures.ts';
import { formatDay } from '../language-names.ts';
import { reader } from '../reader.ts';

/** Where a figure of an event is from; empty where nothing is said. */
export const figureOrigin = ({ counted, source }: EventFigure): string => [counted ? m.event_figure_counted_on({ day: formatDay(counted.on, reader()) }) : '', source ?? ''].filter((part) => part !== '').join(' · ');
