/** Drives the Janus gateway's video room with the same load, to have something to compare with. */
@NullMarked
package org.vigie.simulator.load.janus;

import org.jspecify.annotations.NullMarked;
