/** Packet buffers that are allocated once. */
@NullMarked
package org.vigie.bridge.buffer;

import org.jspecify.annotations.NullMarked;
