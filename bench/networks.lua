-- Times whole networks. --help tells the options.
local root = arg[0]:match('^(.*)bench/[^/]*$') or '../'
package.path = root .. 'lua/?.lua;' .. root .. 'lua/?/init.lua;' .. package.path

os.exit(require('lampas.command').main(require 'lampas.suites.networks', arg))
