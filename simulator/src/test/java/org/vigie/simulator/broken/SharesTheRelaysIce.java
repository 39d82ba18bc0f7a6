package org.vigie.simulator.broken;

import org.vigie.bridge.ice.IceLite;

record SharesTheRelaysIce(IceLite ice) {}
