/** Simulated cameras, viewers and networks. */
@NullMarked
package org.vigie.simulator;

import org.jspecify.annotations.NullMarked;
