--- Rivals in Java, as processes (lampas.rivals.process): `make rival-NAME` puts their archives and the compiled rivals/java outside the source
-- tree; java, or what the environment's LAMPAS_JAVA names, runs them.
local Process = require 'lampas.rivals.process'
local installed = require 'lampas.rivals.installed'

--- An adapter, as lampas.rivals has it.
-- @param name as printed
-- @param folder where its archives are, in the folder of `lampas.rivals.installed`
-- @param class in rivals/java
-- @param variables of its environment, as a shell has them
return function(name, folder, class, variables)
   local adapter, process = { name = name }, nil

   function adapter.available()
      if not process then
         local compiled = installed(('%s/classes/%s.class'):format(folder, class))
         if not compiled then
            return nil, 'make rival-' .. folder .. ' installs it'
         end
         local java = os.getenv 'LAMPAS_JAVA' or 'java'
         if os.execute(('%s -version > /dev/null 2>&1'):format(java)) ~= 0 then
            return nil, java .. ' is not a command'
         end
         local home = compiled:match '^(.*)/classes/'
         local why
         process, why = Process.start(("%s %s -cp '%s/classes:%s/*' %s"):format(variables or '', java, home, home, class))
         if not process then
            return nil, why
         end
      end
      local ok, answer = pcall(process.ask, process, { ['do'] = 'hello' })
      return ok and answer.version or nil, answer
   end

   function adapter.prepare(instance, method)
      return process:prepare(instance, method)
   end

   return adapter
end
