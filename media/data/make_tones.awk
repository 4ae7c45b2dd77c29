#!/usr/bin/awk -f
# SPDX-License-Identifier: GPL-3.0-or-later
# Turns tones.csv into media/tones_table.inc:  awk -f data/make_tones.awk data/tones.csv > tones_table.inc
# National extras that the phone has a use for; the others are left out.
BEGIN {
  FS = ","
  extra["x_specialdial"] = "special_dial"; extra["x_unobtainable"] = "unobtainable"
  extra["x_holdinga"] = "hold"; extra["x_holdingb"] = "held"
}
$4 in extra { $4 = extra[$4] }
/^#/ || $1 == "country_code" || $4 ~ /^x_/ { next }
{
  key = $1 SUBSEP $4
  if (!(key in count)) { order[++tones] = key; first[key] = segments; count[key] = 0 }
  count[key]++
  alerts = ($7 == "on") ? "true" : "false"
  f1 = ($7 ~ /^[0-9]+$/) ? $7 : 0
  rows[segments++] = sprintf("    {{%d, %d, %d, %d}, %d, %s, %s, %d},", f1, $8, $9, $10, $11,
                             $6 == 1 ? "true" : "false", alerts, $12)
}
END {
  print "// SPDX-License-Identifier: GPL-3.0-or-later"
  print "// Made by data/make_tones.awk from data/tones.csv. Change those."
  print "constexpr ToneSegment segments[] = {"
  for (i = 0; i < segments; i++) print rows[i]
  print "};"
  print "constexpr Entry entries[] = {"
  for (i = 1; i <= tones; i++) {
    split(order[i], part, SUBSEP)
    printf "    {\"%s\", Tone::%s, %d, %d},\n", part[1], part[2], first[order[i]], count[order[i]]
  }
  print "};"
}
