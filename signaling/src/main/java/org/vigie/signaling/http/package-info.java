/** Routes, bodies, problems and limits: HTTP as every endpoint sees it. */
@NullMarked
package org.vigie.signaling.http;

import org.jspecify.annotations.NullMarked;
