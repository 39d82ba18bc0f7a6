/** Bad lines in real time between real peers: {@code vigie impair}. */
@NullMarked
package org.vigie.simulator.impair;

import org.jspecify.annotations.NullMarked;
