/**
 * The seam between the Loop and the machine's UDP sockets. Datagrams pass it in batches, and the
 * local address of each is part of its {@link org.vigie.bridge.udp.Path}: an answer leaves from the
 * address that was asked.
 */
@NullMarked
package org.vigie.bridge.udp;

import org.jspecify.annotations.NullMarked;
