/**
 * The load test: real sessions by the thousand over one socket and one thread, and what it costs
 * the server and the pictures.
 */
@NullMarked
package org.vigie.simulator.load;

import org.jspecify.annotations.NullMarked;
