/**
 * A network in virtual time: cameras and viewers on bad lines around the real Loops, seeded and
 * repeatable, with a watch that checks at every step what must always hold.
 */
@NullMarked
package org.vigie.bridge.network;

import org.jspecify.annotations.NullMarked;
