/**
 * Names what is wrong with what a camera sends. Driven by packets and time; what is noted for each
 * packet is a few numbers, and judged twice a second.
 */
@NullMarked
package org.vigie.bridge.fault;

import org.jspecify.annotations.NullMarked;
