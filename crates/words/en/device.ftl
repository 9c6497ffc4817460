### device
what-is-kept = What this browser stores
on-this-device = On this device
ask-to-keep = Ask the browser to keep my data
