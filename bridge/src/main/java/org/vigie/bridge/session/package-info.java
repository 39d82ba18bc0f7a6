/** One peer as one object. */
@NullMarked
package org.vigie.bridge.session;

import org.jspecify.annotations.NullMarked;
