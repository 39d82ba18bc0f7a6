/** What a host tells the bridge and hears from it: ids, typed specs, events, statistics. */
@NullMarked
package org.vigie.bridge.api;

import org.jspecify.annotations.NullMarked;
