/** What the media sockets cost, against each other. */
@NullMarked
package org.vigie.bench.sockets;

import org.jspecify.annotations.NullMarked;
