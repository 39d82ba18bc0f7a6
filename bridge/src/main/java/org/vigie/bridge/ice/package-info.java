/** ICE-lite (RFC 8445). */
@NullMarked
package org.vigie.bridge.ice;

import org.jspecify.annotations.NullMarked;
