rockspec_format = '3.0'
package = 'lampas'
version = 'scm-1'
source = {
   url = 'git+file://.',
}
description = {
   summary = "Torch7's torch and nn on native C kernels: an engine to benchmark neural-network layers",
   detailed = [[
      Tensors, layers and criterions with Torch7's API, on vectorised and parallel C kernels for LuaJIT, and a benchmark
      that times single layers beside a published table of 2016, each result checked before it is timed.
   ]],
   license = 'BSD-3-Clause',
}
-- The benchmark scripts also use argparse and dkjson; torch and nn need nothing but LuaJIT.
dependencies = {
   'lua == 5.1',
}
build = {
   type = 'make',
   build_target = 'all',
   install_target = 'install',
   install_variables = {
      PREFIX = '$(PREFIX)',
      LUADIR = '$(LUADIR)',
      LIBDIR = '$(LIBDIR)',
      BINDIR = '$(BINDIR)',
   },
}
